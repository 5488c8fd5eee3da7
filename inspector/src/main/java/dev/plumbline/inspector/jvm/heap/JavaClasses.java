package dev.plumbline.inspector.jvm.heap;

import dev.plumbline.inspector.jvm.vmstructs.VmObject;
import dev.plumbline.inspector.jvm.vmstructs.VmStructs;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The classes that were met, by the address of their Klass. */
public final class JavaClasses {

    private static final int MAX_DEPTH = 64;

    private final VmStructs vm;
    private final Symbols symbols;
    private final FieldReader fields;
    private final Map<Long, Optional<JavaClass>> known = new HashMap<>();

    JavaClasses(VmStructs vm) {
        this.vm = vm;
        this.symbols = new Symbols(vm);
        this.fields = new FieldReader(vm, symbols);
    }

    Symbols symbols() {
        return symbols;
    }

    /** The class; empty where no Klass stands there. */
    public Optional<JavaClass> at(long klass) {
        return known.computeIfAbsent(klass, this::read);
    }

    /** The first of a class and those above it that has a name; empty where none has. */
    public Optional<JavaClass> above(JavaClass type, String name) {
        Optional<JavaClass> at = Optional.of(type);
        for (int i = 0; at.isPresent() && i < MAX_DEPTH; i++) {
            if (at.get().name().equals(name)) {
                return at;
            }
            long next = at.get().superclass();
            at = next == 0 ? Optional.empty() : at(next);
        }
        return Optional.empty();
    }

    private Optional<JavaClass> read(long klass) {
        if (klass == 0 || klass % Long.BYTES != 0) {
            return Optional.empty();
        }
        VmObject object = vm.object("Klass", klass);
        OptionalInt layout = object.int32("_layout_helper");
        long symbol = object.word("_name").orElse(0);
        Optional<String> name = symbol == 0 ? Optional.empty() : symbols.at(symbol);
        if (name.isEmpty() || layout.orElse(0) == 0) {
            return Optional.empty();
        }
        Map<String, JavaField> declared = layout.getAsInt() > 0 ? fields.of(klass) : Map.of();
        return Optional.of(
                new JavaClass(klass, name.get(), object.word("_super").orElse(0), layout.getAsInt(), declared));
    }
}
