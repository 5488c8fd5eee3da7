package dev.plumbline.inspector.check;

import java.util.List;

/**
 * The checks that a process can make of its own layout from its own files. The rest of {@link Checks#ALL} needs the kernel's symbols
 * and options, frames of the whole machine, or a second map: too much to read inside an application.
 */
public final class LayoutChecks {

    /** In the order of the report. */
    public static final List<ProcessCheck> ALL = List.of(
            new WritableExecutable(),
            new ExecutableStack(),
            new AslrOff(),
            new FixedImage(),
            new JvmHeapWindow(),
            new JvmCompressedOops(),
            new JvmAslr(),
            new JvmStackGuards(),
            new JvmLargePages(),
            new JvmRssVsCgroup());

    private LayoutChecks() {}
}
