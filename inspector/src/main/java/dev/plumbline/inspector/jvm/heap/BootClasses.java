package dev.plumbline.inspector.jvm.heap;

import dev.plumbline.bridge.MemoryPiece;
import dev.plumbline.inspector.jvm.vmstructs.TargetMemory;
import dev.plumbline.inspector.jvm.vmstructs.VmObject;
import dev.plumbline.inspector.jvm.vmstructs.VmStructs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds classes of the boot loader by name: among all that it defined, which its data chain, or in jdk8u, which keeps no such chain,
 * among the entries of the one dictionary.
 *
 * <p>Source: {@code ClassLoaderData::_klasses}, classfile/classLoaderData.hpp (jdk-11, jdk-25); {@code SystemDictionary::_dictionary},
 * classfile/dictionary.hpp, utilities/hashtable.hpp (jdk8u).
 */
public final class BootClasses {

    /** The JDK itself has some 30,000. */
    private static final int MAX_CLASSES = 1 << 15;

    private static final int MAX_ENTRIES = 1 << 18;
    private static final int MAX_BUCKETS = 1 << 16;
    private static final int SYMBOL_BYTES = 64;

    /** The VM's own array of classes that it knows by number went through these names. */
    private static final List<String> OBJECT_CLASS = List.of(
            "vmClasses _klasses[static_cast<int>(vmClassID::Object_klass_knum)]",
            "SystemDictionary _klasses[static_cast<int>(vmClassID::Object_klass_knum)]",
            "SystemDictionary _well_known_klasses[SystemDictionary::Object_klass_knum]");

    private final VmStructs vm;
    private final TargetMemory memory;
    private final JavaClasses classes;

    /** Looks in the JVM whose objects these are. */
    public BootClasses(VmStructs vm, ObjectReader objects) {
        this.vm = vm;
        this.memory = vm.memory();
        this.classes = objects.classes();
    }

    /** The classes with these names, as far as they are loaded. */
    public Map<String, JavaClass> find(Set<String> names) {
        List<Long> klasses = vm.field("ClassLoaderData", "_klasses").isPresent() ? chain() : dictionary();
        Map<Long, Long> symbols = new LinkedHashMap<>();
        for (long klass : klasses) {
            vm.object("Klass", klass).word("_name").ifPresent(symbol -> symbols.put(klass, symbol));
        }
        memory.prefetch(symbols.values().stream()
                .map(s -> new MemoryPiece(s, SYMBOL_BYTES))
                .toList());
        Set<Integer> lengths = names.stream().map(String::length).collect(Collectors.toSet());
        Map<String, JavaClass> found = new HashMap<>();
        symbols.forEach((klass, symbol) -> {
            boolean candidate =
                    lengths.contains(classes.symbols().length(symbol).orElse(0));
            Optional<String> name = candidate ? classes.symbols().at(symbol) : Optional.empty();
            name.filter(names::contains)
                    .flatMap(n -> classes.at(klass))
                    .ifPresent(type -> found.putIfAbsent(type.name(), type));
        });
        return found;
    }

    private List<Long> chain() {
        List<Long> klasses = new ArrayList<>();
        long klass = bootLoader()
                .map(l -> l.word("_klasses"))
                .orElseGet(OptionalLong::empty)
                .orElse(0);
        while (klass != 0 && klasses.size() < MAX_CLASSES) {
            klasses.add(klass);
            klass = vm.object("Klass", klass).word("_next_link").orElse(0);
        }
        return klasses;
    }

    /** That of java.lang.Object. */
    private Optional<VmObject> bootLoader() {
        for (String name : OBJECT_CLASS) {
            int blank = name.indexOf(' ');
            Optional<VmObject> klass =
                    vm.statics(name.substring(0, blank)).follow(name.substring(blank + 1), "InstanceKlass");
            if (klass.isPresent()) {
                return klass.get().follow("_class_loader_data", "ClassLoaderData");
            }
        }
        return Optional.empty();
    }

    /** All chains of the table at once, a call for each round. The lowest bit of a link tells whether its entry is shared. */
    private List<Long> dictionary() {
        Optional<VmObject> table = vm.statics("SystemDictionary").follow("_dictionary", "BasicHashtable<mtInternal>");
        int buckets = table.map(t -> t.int32("_table_size").orElse(0)).orElse(0);
        long start = table.map(t -> t.word("_buckets").orElse(0)).orElse(0L);
        List<Long> klasses = new ArrayList<>();
        List<Long> entries = new ArrayList<>();
        for (int i = 0; i < buckets && buckets <= MAX_BUCKETS && start != 0; i++) {
            memory.word(start + (long) i * memory.wordBytes()).ifPresent(entries::add);
        }
        while (!entries.isEmpty() && klasses.size() < MAX_ENTRIES) {
            List<Long> round =
                    entries.stream().map(e -> e & ~1L).filter(e -> e != 0).toList();
            memory.prefetch(round.stream()
                    .map(e -> new MemoryPiece(e, 4 * memory.wordBytes()))
                    .toList());
            entries = new ArrayList<>();
            for (long entry : round) {
                vm.object("IntptrHashtableEntry", entry).word("_literal").ifPresent(klasses::add);
                vm.object("BasicHashtableEntry<mtInternal>", entry)
                        .word("_next")
                        .ifPresent(entries::add);
            }
        }
        List<Long> named = klasses.stream().filter(k -> k != 0).toList();
        memory.prefetch(
                named.stream().map(k -> new MemoryPiece(k, SYMBOL_BYTES)).toList());
        return named;
    }
}
