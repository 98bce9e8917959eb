/**
 * What can be configured: one table of keys, read from options, environment, file and defaults into
 * one immutable record. The only package that reads the environment. Values are read once, at the
 * start, on the main thread. May see {@code protocol}, {@code redis} (addresses) and Jackson.
 */
@NullMarked
package dev.bifrost.supervisor.config;

import org.jspecify.annotations.NullMarked;
