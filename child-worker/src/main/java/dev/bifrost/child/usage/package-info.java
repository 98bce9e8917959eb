/**
 * What one execution costs. Every source may be missing on a platform; its figure is then absent,
 * and nothing here ever throws.
 */
@NullMarked
package dev.bifrost.child.usage;

import org.jspecify.annotations.NullMarked;
