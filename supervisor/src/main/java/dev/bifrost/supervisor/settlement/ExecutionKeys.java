package dev.bifrost.supervisor.settlement;

import dev.bifrost.protocol.ExecutionId;
import dev.bifrost.protocol.KeySpace;
import java.util.List;

/** The keys of one execution, in the orders in which the scripts want them. */
record ExecutionKeys(KeySpace keys, ExecutionId id) {

  List<String> all() {
    return List.of(
        keys.context(id),
        keys.state(id),
        keys.result(id),
        keys.events(id),
        keys.cancel(id),
        keys.signals(id));
  }

  List<String> withoutCancel() {
    return all().subList(0, 4);
  }

  List<String> journal() {
    return List.of(keys.state(id), keys.events(id));
  }
}
