package dev.bifrost.supervisor.doctor;

import dev.bifrost.protocol.ByteSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks for what in a Redis loses data or time. */
public final class RedisExamination {

  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");
  private static final Duration CLOCKS_APART = Duration.ofSeconds(2);
  private static final Duration FAR_AWAY = Duration.ofMillis(10);
  private static final int FULL_PERCENT = 90;

  private final RedisFacts facts;

  private RedisExamination(RedisFacts facts) {
    this.facts = facts;
  }

  /** Looks at what Redis told. */
  public static List<Finding> of(RedisFacts facts) {
    RedisExamination redis = new RedisExamination(facts);
    List<Finding> findings = new ArrayList<>();
    findings.add(redis.version());
    findings.add(redis.role());
    findings.add(redis.eviction());
    findings.add(redis.persistence());
    findings.addAll(redis.writeErrors());
    findings.add(redis.clock());
    findings.add(redis.distance());
    return findings;
  }

  private Finding version() {
    // Valkey also tells which Redis it is compatible with, and that may be an old one.
    String valkey = facts.info("valkey_version");
    String version = valkey.isEmpty() ? facts.info("redis_version") : valkey;
    String found = (valkey.isEmpty() ? "" : "Valkey ") + version;
    Matcher numbers = VERSION.matcher(version);
    if (!numbers.matches()) {
      return Finding.note("Redis", "of unknown version", "It has to be 6.2 or newer.");
    }
    int major = Integer.parseInt(numbers.group(1));
    int minor = Integer.parseInt(numbers.group(2));
    return major > 6 || (major == 6 && minor >= 2)
        ? Finding.good("Redis", found)
        : Finding.bad("Redis", found, "Bifrost needs 6.2 or newer: it uses commands of that.");
  }

  private Finding role() {
    String role = facts.info("role");
    return role.equals("slave")
        ? Finding.bad(
            "role",
            "replica of " + facts.info("master_host") + ":" + facts.info("master_port"),
            "A replica refuses to be written to. Name its master in redis.uri, or use"
                + " redis-sentinel://…#master, which finds it.")
        : Finding.good("role", role.isEmpty() ? "unknown" : role);
  }

  private Finding eviction() {
    long most = facts.number("maxmemory");
    String policy = facts.info("maxmemory_policy");
    if (most == 0) {
      return Finding.good("maxmemory", "no limit, policy " + policy);
    }
    String found = new ByteSize(most) + ", policy " + policy;
    if (!policy.equals("noeviction")) {
      return Finding.bad(
          "maxmemory",
          found,
          "When it is full, Redis deletes contexts, queues and results without a word. Set"
              + " maxmemory-policy to noeviction.");
    }
    long percent = facts.number("used_memory") * 100 / most;
    return percent >= FULL_PERCENT
        ? Finding.warning(
            "maxmemory",
            found + ", " + percent + " % used",
            "When it is full, Redis refuses to be written to. Raise maxmemory or lower result.ttl.")
        : Finding.good("maxmemory", found + ", " + percent + " % used");
  }

  private Finding persistence() {
    if (facts.info("aof_enabled").equals("1")) {
      String fsync = facts.configuration().getOrDefault("appendfsync", "everysec");
      return fsync.equals("no")
          ? Finding.warning(
              "persistence",
              "append-only file, appendfsync no",
              "A crash of the host may lose half a minute. Set appendfsync to everysec.")
          : Finding.good("persistence", "append-only file, appendfsync " + fsync);
    }
    String advice =
        "A restart of Redis loses what came since: set appendonly to yes, and appendfsync to"
            + " everysec.";
    if (!facts.configuration().containsKey("save")) {
      return Finding.warning("persistence", "no append-only file", advice);
    }
    String save = facts.configuration().getOrDefault("save", "");
    return save.isEmpty()
        ? Finding.bad(
            "persistence",
            "none",
            "A restart of Redis loses every execution and result: set appendonly to yes.")
        : Finding.warning("persistence", "snapshots only (save " + save + ")", advice);
  }

  private List<Finding> writeErrors() {
    List<Finding> findings = new ArrayList<>();
    for (String field : List.of("rdb_last_bgsave_status", "aof_last_write_status")) {
      if (facts.info(field).equals("err")) {
        findings.add(
            Finding.bad(
                field,
                "err",
                "Redis cannot write to its disk, and refuses to be written to or loses data. See"
                    + " its log."));
      }
    }
    return findings;
  }

  private Finding clock() {
    Duration apart = facts.clockAhead().abs();
    String found = apart.toMillis() + " ms apart";
    return apart.compareTo(CLOCKS_APART) > 0
        ? Finding.warning(
            "clocks",
            found,
            "Schedules and ages go by the clock of Redis, log lines by that of this host. Set both"
                + " by NTP.")
        : Finding.good("clocks", found);
  }

  private Finding distance() {
    String found = facts.roundTrip().toNanos() / 1_000 + " µs";
    return facts.roundTrip().compareTo(FAR_AWAY) > 0
        ? Finding.note(
            "round trip",
            found,
            "Each execution asks Redis a handful of times, one after the other: a Redis nearby"
                + " makes short executions faster.")
        : Finding.good("round trip", found);
  }
}
