package dev.bifrost.supervisor.testing;

import io.lettuce.core.cluster.SlotHash;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A cluster of three servers without replicas, made over the wire. */
final class RedisCluster {

  private static final int SIZE = 3;

  private final List<RedisNode> nodes = new ArrayList<>();

  /** Starts it and waits until it serves. */
  static RedisCluster start(Path folder) throws IOException, InterruptedException {
    RedisCluster cluster = new RedisCluster();
    for (int number = 0; number < SIZE; number++) {
      RedisNode node =
          new RedisNode(
              folder.resolve("node-" + number),
              "--cluster-enabled",
              "yes",
              "--cluster-node-timeout",
              "5000",
              "--appendonly",
              "yes");
      node.start();
      cluster.nodes.add(node);
    }
    cluster.form();
    return cluster;
  }

  private void form() {
    for (int number = 0; number < SIZE; number++) {
      int[] slots =
          IntStream.range(
                  SlotHash.SLOT_COUNT * number / SIZE, SlotHash.SLOT_COUNT * (number + 1) / SIZE)
              .toArray();
      nodes.get(number).ask(commands -> commands.clusterAddSlots(slots));
      int first = nodes.get(0).port();
      nodes.get(number).ask(commands -> commands.clusterMeet("127.0.0.1", first));
    }
    awaitWhole();
  }

  /** Returns when every server knows all of them and serves. */
  void awaitWhole() {
    for (RedisNode node : nodes) {
      node.until(
          "the cluster is whole",
          commands ->
              commands.clusterInfo().contains("cluster_state:ok")
                  && commands.clusterInfo().contains("cluster_known_nodes:" + SIZE)
                  && commands.clusterInfo().contains("cluster_slots_ok:" + SlotHash.SLOT_COUNT));
    }
  }

  String uri() {
    return nodes.stream()
        .map(node -> "127.0.0.1:" + node.port())
        .collect(Collectors.joining(",", "redis-cluster://", ""));
  }

  List<RedisNode> nodes() {
    return nodes;
  }

  void restart() throws IOException {
    for (RedisNode node : nodes) {
      node.start();
    }
    awaitWhole();
  }

  void signal(String signal) throws IOException, InterruptedException {
    for (RedisNode node : nodes) {
      node.signal(signal);
    }
  }
}
