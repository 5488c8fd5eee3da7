package dev.plumbline.inspector.owner.glibc;

import java.nio.ByteOrder;

/**
 * How a process writes its words.
 *
 * @param wordBytes 4 or 8: the size of a pointer and of size_t
 * @param byteOrder of each word
 */
public record WordFormat(int wordBytes, ByteOrder byteOrder) {}
