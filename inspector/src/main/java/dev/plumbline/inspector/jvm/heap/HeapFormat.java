package dev.plumbline.inspector.jvm.heap;

import java.util.Optional;
import java.util.function.IntToLongFunction;

/**
 * How a JVM writes references and the headers of objects, by its options.
 *
 * @param references the address that a 4-byte reference other than zero stands for; empty where a reference is a word
 * @param klasses the same of a compressed class pointer; empty where a class pointer is a word
 * @param compactHeaders whether the class pointer stands in the upper bits of the mark word (JEP 450, JDK 24)
 */
public record HeapFormat(
        Optional<IntToLongFunction> references, Optional<IntToLongFunction> klasses, boolean compactHeaders) {}
