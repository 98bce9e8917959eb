package dev.bifrost.supervisor.recurring;

import dev.bifrost.protocol.KeySpace;
import java.util.List;

/** The keys of what recurs, in the orders in which the scripts want them; all in one slot. */
record RecurringKeys(KeySpace keys) {

  List<String> all() {
    return List.of(
        keys.recurring(),
        keys.recurringDue(),
        keys.recurringFirings(),
        keys.recurringStatus(),
        keys.recurringTurn());
  }

  List<String> withoutDefinitions() {
    return all().subList(1, 5);
  }

  List<String> firings() {
    return all().subList(2, 5);
  }

  List<String> turn() {
    return all().subList(4, 5);
  }

  List<String> definitions() {
    return List.of(
        keys.recurring(), keys.recurringDue(), keys.recurringStatus(), keys.recurringFirings());
  }
}
