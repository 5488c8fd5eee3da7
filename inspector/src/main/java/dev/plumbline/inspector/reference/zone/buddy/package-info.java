/**
 * The zone allocator as a simulator: free areas per order and migrate type, per-CPU lists, zonelists.
 *
 * <p>It knows frames, orders and migrate types and nothing of any observation: given the same start and the same requests it
 * returns the frames that the kernel's own allocator would return.
 */
@NullMarked
package dev.plumbline.inspector.reference.zone.buddy;

import org.jspecify.annotations.NullMarked;
