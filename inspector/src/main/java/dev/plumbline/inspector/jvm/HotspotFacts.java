package dev.plumbline.inspector.jvm;

import dev.plumbline.inspector.jvm.direct.DirectBuffers;
import dev.plumbline.inspector.unit.AddressRange;
import java.util.List;
import java.util.Optional;

/**
 * What a JVM's structures say of it. Nothing here is assumed: what the JVM does not export, or what could not be read, is empty.
 *
 * @param identity which JVM
 * @param heap the Java heap
 * @param oops how references are compressed; empty where they are not, or where it is not known ({@code flags} tells)
 * @param klasses how pointers to classes are compressed; likewise
 * @param classSpace the node of class metadata that compressed class pointers reach; empty where they are not compressed
 * @param metaspace the pieces of address space of the other class metadata, in address order
 * @param cds the mapped class-data sharing archive
 * @param cardTable the card table, a byte for every so many bytes of heap
 * @param codeHeaps the segments of the code cache
 * @param threads the Java threads and the VM's own threads that are on its list
 * @param directBuffers memory of the direct byte buffers of the Java program
 * @param flags the VM's options
 */
public record HotspotFacts(
        JvmIdentity identity,
        Optional<JavaHeap> heap,
        Optional<PointerEncoding> oops,
        Optional<PointerEncoding> klasses,
        Optional<AddressRange> classSpace,
        List<AddressRange> metaspace,
        Optional<AddressRange> cds,
        Optional<AddressRange> cardTable,
        List<CodeHeap> codeHeaps,
        List<JavaThreadStack> threads,
        DirectBuffers directBuffers,
        VmFlags flags) {}
