package dev.bifrost.child;

import dev.bifrost.child.stdio.ChildLog;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The streams of a child. None of them is closed by it.
 *
 * @param commands IDs and control lines
 * @param messages takes the messages; unbuffered
 * @param log the child's own log
 */
public record ChildStreams(InputStream commands, OutputStream messages, ChildLog log) {}
