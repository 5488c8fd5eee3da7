package dev.plumbline.bridge;

import java.time.Instant;

/** What a set of kernel files was read from, and when. */
public sealed interface Origin {

    /** A name for people: the host name, or the capture's file name. */
    String name();

    /** When the files were read: for a live host the start of the run, for a capture the instant it was taken. */
    Instant takenAt();

    /** A running kernel, its files below {@code root} ({@code /} unless the caller mounted the node elsewhere). */
    record Live(String name, String root, Instant takenAt) implements Origin {}

    /** Files that an earlier run or another machine saved. */
    record Capture(String name, Instant takenAt) implements Origin {}
}
