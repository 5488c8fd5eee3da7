package dev.plumbline.inspector.reference.zone.derive;

/**
 * The per-CPU lists of a zone, in pages.
 *
 * @param batch pages moved at a time
 * @param high the bound above which lists are drained; from 6.7 on it moves between {@code highMin} and {@code highMax}
 * @param highMin lower bound of {@code high}; equal to it on kernels that do not move it
 * @param highMax upper bound of {@code high}; equal to it on kernels that do not move it
 */
public record PcpBounds(Interval batch, Interval high, Interval highMin, Interval highMax) {}
