package dev.plumbline.bridge;

import java.util.OptionalLong;

/**
 * One mapping of a process, as PROCMAP_QUERY or a line of {@code maps} describes it.
 *
 * @param span its addresses
 * @param permissions as {@code maps} prints them: {@code rwxp}, {@code s} in place of {@code p} for a shared one
 * @param offsetBytes of the file, or zero
 * @param deviceMajor of the file's device
 * @param deviceMinor of the file's device
 * @param inode of the file, zero for none
 * @param name the file, {@code [heap]} and the like, or empty
 * @param pageSizeBytes of the pages that back it; {@code maps} does not tell
 */
public record MappedRange(
        Span span,
        String permissions,
        long offsetBytes,
        int deviceMajor,
        int deviceMinor,
        long inode,
        String name,
        OptionalLong pageSizeBytes) {}
