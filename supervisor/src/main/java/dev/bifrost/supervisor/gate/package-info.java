/**
 * What has to be asked before an execution starts: is its concurrency key free, does another one
 * run for its idempotency key, does its code crash too often. May see {@code intake} (its leases),
 * {@code execution}, {@code redis}, {@code protocol} and Lettuce; runs on any thread.
 *
 * <p><b>Concurrency.</b> Each key has <i>holders</i> (execution, end of its hold in Redis's time)
 * and <i>waiters</i> in order of arrival, both in one slot. Who begins takes the key, or waits:
 * then its entry leaves the queue and no child, lease or memory of ours is bound by it. A hold is
 * renewed before the lease, so it outlives it, and a holder that lost its lease has been killed
 * when its hold ends. Whoever writes an end as the current attempt frees the key by the execution's
 * name, and promises it to the next waiter, which goes to the front of its queue. A waiter stays
 * one until it begins. So whoever dies: before the waiter is written, its entry comes again;
 * between promise and front, the next patrol repeats both; after the front, the entry is there;
 * holding, the hold ends. An execution that has two entries by that begins once, as always.
 *
 * <p><b>Idempotency.</b> The key names the first execution. Others wait as its followers, in its
 * slot, where its result is looked for in the same step; its end puts them to the front before its
 * entry goes.
 */
@NullMarked
package dev.bifrost.supervisor.gate;

import org.jspecify.annotations.NullMarked;
