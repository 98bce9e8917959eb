/**
 * The HTTP interface: health, metrics and the API, on the HTTP codec of Netty. One thread accepts
 * connections, one serves all of them; handlers never block. May see {@code client}, {@code
 * config}, {@code observe} and {@code redis}.
 */
@NullMarked
package dev.bifrost.supervisor.http;

import org.jspecify.annotations.NullMarked;
