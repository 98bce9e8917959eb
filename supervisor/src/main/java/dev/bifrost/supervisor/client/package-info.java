/**
 * What clients and operators do with executions, queues and supervisors: known by nothing but the
 * contract's keys, shared by the command line and the HTTP interface. Never blocks; stages complete
 * on the connection's thread and fail as Redis does. May see {@code redis}, {@code gate} and {@code
 * settlement}.
 */
@NullMarked
package dev.bifrost.supervisor.client;

import org.jspecify.annotations.NullMarked;
