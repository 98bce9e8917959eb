/**
 * The connection to Redis and the scripts that run there; what {@code intake}, {@code settlement}
 * and the faces share. Sees {@code protocol} and Lettuce.
 */
@NullMarked
package dev.bifrost.supervisor.redis;

import org.jspecify.annotations.NullMarked;
