package dev.bifrost.supervisor.client;

import java.time.Duration;

/**
 * How long what a client writes is kept.
 *
 * @param result time that cancel requests, and results that a client writes, are kept
 * @param journalEntries entries that a journal is capped at, about
 * @param lease time after which what a dead supervisor holds is free
 */
public record Retention(Duration result, int journalEntries, Duration lease) {}
