package dev.bifrost.engine;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.util.List;

/** What threads are doing at one moment, with the locks that they hold and wait for, as text. */
final class ThreadDump {

  private static final int MOST_THREADS = 64;
  private static final int MOST_FRAMES = 200;
  private static final int MOST_CHARACTERS = 64 << 10;

  private final StringBuilder text = new StringBuilder();

  private ThreadDump() {}

  /** The threads in this order, as many as fit into 64 KiB. */
  static String of(List<Thread> threads) {
    ThreadDump dump = new ThreadDump();
    long[] ids = threads.stream().limit(MOST_THREADS).mapToLong(Thread::getId).toArray();
    for (ThreadInfo info : ManagementFactory.getThreadMXBean().getThreadInfo(ids, true, true)) {
      // A thread that ended in the meantime has none.
      if (info != null) {
        dump.append(info);
      }
    }
    if (threads.size() > MOST_THREADS) {
      dump.text.append("… and ").append(threads.size() - MOST_THREADS).append(" more threads\n");
    }
    return Cut.middle(dump.text.toString().stripTrailing(), MOST_CHARACTERS);
  }

  private void append(ThreadInfo info) {
    text.append('"').append(Cut.end(info.getThreadName(), 200)).append("\" #");
    text.append(info.getThreadId()).append(' ').append(info.getThreadState());
    if (info.getLockInfo() != null) {
      text.append(" on ").append(info.getLockInfo());
    }
    if (info.getLockOwnerName() != null) {
      text.append(" held by \"").append(info.getLockOwnerName()).append('"');
    }
    text.append('\n');
    StackTraceElement[] frames = info.getStackTrace();
    for (int depth = 0; depth < Math.min(frames.length, MOST_FRAMES); depth++) {
      text.append("\tat ").append(frames[depth]).append('\n');
      for (MonitorInfo monitor : info.getLockedMonitors()) {
        if (monitor.getLockedStackDepth() == depth) {
          text.append("\t- locked ").append(monitor).append('\n');
        }
      }
    }
    if (frames.length > MOST_FRAMES) {
      text.append("\t… and ").append(frames.length - MOST_FRAMES).append(" more frames\n");
    }
    for (LockInfo lock : info.getLockedSynchronizers()) {
      text.append("\t- holds ").append(lock).append('\n');
    }
    text.append('\n');
  }
}
