package dev.plumbline.inspector.check;

import dev.plumbline.inspector.observed.Vma;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A program or library that compiles code at run time into memory that is writable and executable at once.
 *
 * <p>A runtime is known by a file it maps, never by the process's name, which anyone may choose. Libraries that most
 * programs map and few compile with (libpcre2, libffi) are not in the table: their presence explains nothing.
 *
 * @param name for people
 * @param file matches the name, without folders, of a mapped file that only this runtime has
 */
record JitRuntime(String name, Pattern file) {

    static final List<JitRuntime> TABLE = List.of(
            runtime("the JVM's code cache (HotSpot)", "libjvm\\.so"),
            runtime("the JVM's code cache (OpenJ9)", "libj9jit[0-9]*\\.so"),
            runtime(
                    "V8's code space",
                    "node|nodejs|libnode\\.so.*|libv8\\.so.*|chrome|chromium|electron|deno|libcef\\.so"),
            runtime("the .NET runtime's code heap", "libcoreclr\\.so|libclrjit\\.so"),
            runtime("Mono's code manager", "libmono(sgen)?-2\\.0\\.so.*|mono|mono-sgen"),
            runtime("LuaJIT's machine code area", "luajit.*|libluajit-5\\.1\\.so.*"),
            runtime("SpiderMonkey's code", "libmozjs-?[0-9]*\\.so.*|libxul\\.so"),
            runtime("JavaScriptCore's code", "libjavascriptcoregtk-.*\\.so.*|libJavaScriptCore\\.so.*|bun"),
            runtime("PHP's opcache JIT buffer", "opcache\\.so"),
            runtime("PyPy's machine code", "pypy3?(\\.[0-9]+)?|pypy3?-c|libpypy3?(\\.[0-9]+)?-c\\.so"),
            runtime("YJIT's code", "ruby[0-9.]*|libruby(-[0-9.]+)?\\.so.*"),
            runtime("Julia's code", "libjulia-internal\\.so.*|libjulia-codegen\\.so.*"),
            runtime("Erlang's BeamAsm code", "beam(\\.smp|\\.jit)?"),
            runtime("QEMU's translation buffer", "qemu-(system-)?[a-z0-9_]+(-static)?"),
            runtime("Wine's code", "wine(64)?-preloader"),
            runtime("Valgrind's translation cache", "(memcheck|callgrind|massif|helgrind|none)-[a-z0-9]+-linux"));

    private static JitRuntime runtime(String name, String file) {
        return new JitRuntime(name, Pattern.compile(file));
    }

    /** The first mapping that shows this runtime; empty if the process maps no such file. */
    Optional<Vma> shownBy(List<Vma> maps) {
        return maps.stream()
                .filter(Vma::fileBacked)
                .filter(v -> file.matcher(v.fileName().substring(v.fileName().lastIndexOf('/') + 1))
                        .matches())
                .findFirst();
    }

    /**
     * Whether a mapping can hold compiled code: anonymous memory, also named or shared, or a memfd. The stack, the brk heap
     * and files of a file system hold none.
     */
    static boolean mayHoldCode(Vma vma) {
        return vma.path().isEmpty()
                || vma.anonymousName().isPresent()
                || vma.path().startsWith("/memfd:")
                || vma.path().equals("/dev/zero (deleted)");
    }
}
