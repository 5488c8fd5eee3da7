package dev.plumbline.inspector.check;

import dev.plumbline.bridge.KernelFiles;
import dev.plumbline.bridge.Reading;
import dev.plumbline.inspector.observed.KernelLog;
import dev.plumbline.inspector.observed.Parsed;
import dev.plumbline.inspector.observed.SourceText;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A host as the checks see it: every file is read and parsed at most once a run, when a check first asks for it. Safe for
 * several threads.
 */
public final class HostView {

    private final KernelFiles files;
    private final Map<String, Derivation> memo = new ConcurrentHashMap<>();

    /** A view over files that the caller closes. */
    public HostView(KernelFiles files) {
        this.files = files;
    }

    /** The files, for what is not worth keeping. */
    public KernelFiles files() {
        return files;
    }

    /** A text file, parsed; read once. What something else answers in the kernel's place is denied. */
    public <T> Observation<T> text(String path, Function<SourceText, Parsed<T>> parser) {
        return once(path, () -> observe(path, kernelsOwn(files.read(path)), parser));
    }

    private Reading<byte[]> kernelsOwn(Reading<byte[]> reading) {
        return Environment.masking(this, reading.provenance().path())
                .<Reading<byte[]>>map(why -> new Reading.Denied<>(reading.provenance(), why.because(), why.remedy()))
                .orElse(reading);
    }

    /** The reading after the bracket ({@link KernelFiles#readAgain}), parsed; read once, when first asked for. */
    public <T> Observation<T> textAgain(String path, Function<SourceText, Parsed<T>> parser) {
        return once("again:" + path, () -> observe(path, files.readAgain(path), parser));
    }

    /** The kernel log since boot ({@link KernelFiles#kernelLog}); read once. */
    public Observation<KernelLog> kernelLog() {
        return once("kernel log", () -> {
            Reading<byte[]> reading = files.kernelLog();
            return observe(reading.provenance().path(), reading, KernelLog::parse);
        });
    }

    /** A binary file, parsed; read once. The parser is handed the path for its messages. */
    public <T> Observation<T> binary(String path, BiFunction<String, byte[], Parsed<T>> parser) {
        return once(path, () -> new Observation<>(path, files.read(path).map(b -> parser.apply(path, b))));
    }

    /**
     * Anything derived from the host that several checks share, derived once: who asks while another thread derives it, waits.
     * To derive one thing, others may be derived. Where deriving fails, the next one to ask tries again.
     *
     * @param key unique among all derived things; the value's type must always be the same for a key
     * @throws IllegalStateException if the thing is asked for to derive itself
     */
    @SuppressWarnings("unchecked")
    public <T> T once(String key, Supplier<T> derive) {
        return (T) memo.computeIfAbsent(key, Derivation::new).value(derive);
    }

    static <T> Observation<T> observe(String path, Reading<byte[]> reading, Function<SourceText, Parsed<T>> parser) {
        return new Observation<>(path, reading.map(b -> parser.apply(SourceText.of(path, b))));
    }
}
