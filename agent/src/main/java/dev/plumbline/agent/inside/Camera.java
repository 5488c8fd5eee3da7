package dev.plumbline.agent.inside;

import dev.plumbline.bridge.LiveHost;
import dev.plumbline.bridge.NotAHostException;
import dev.plumbline.bridge.Reading;
import dev.plumbline.inspector.check.Finding;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.LayoutChecks;
import dev.plumbline.inspector.check.Observation;
import dev.plumbline.inspector.check.ProcessCheck;
import dev.plumbline.inspector.check.ProcessView;
import dev.plumbline.inspector.check.map.MapAnswer;
import dev.plumbline.inspector.check.map.MapOptions;
import dev.plumbline.inspector.check.map.ProcessMap;
import dev.plumbline.inspector.check.map.ProcessMapReader;
import dev.plumbline.inspector.jvm.ask.Ask;
import dev.plumbline.inspector.jvm.ask.DiagnosticCommands;
import dev.plumbline.inspector.observed.ProcessStat;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes snapshots of the process that it runs in, by the same model as {@code plumb map} and {@code plumb check}. */
final class Camera {

    private final LiveHost host;
    private final Optional<DiagnosticCommands> commands;
    private long taken;

    private Camera(LiveHost host, Optional<DiagnosticCommands> commands) {
        this.host = host;
        this.commands = commands;
    }

    /**
     * A camera for the process that it is made in.
     *
     * @param ask whether the JVM is asked too
     * @throws NotAHostException if there is no /proc
     */
    static Camera of(boolean ask, Troubles troubles) throws NotAHostException {
        return new Camera(LiveHost.openWithoutThreads(Path.of("/")), ask ? commands(troubles) : Optional.empty());
    }

    private static Optional<DiagnosticCommands> commands(Troubles troubles) {
        if (!Modules.has("java.management") || !Modules.has("jdk.management")) {
            troubles.add("the JVM cannot be asked: it runs without the module jdk.management");
            return Optional.empty();
        }
        return OwnCommands.of(troubles).map(DiagnosticCommands::by);
    }

    Snapshot take() {
        Instant now = Instant.now();
        long start = System.nanoTime();
        HostView view = new HostView(host);
        Optional<ProcessView> self = self(view);
        MapAnswer answer =
                self.map(this::read).orElse(new MapAnswer.Unreadable("/proc does not show this process", ""));
        List<Finding> findings = self.map(process -> findings(process, view)).orElse(List.of());
        return new Snapshot(
                ++taken, now, Duration.ofNanos(System.nanoTime() - start), map(answer), findings, trouble(answer));
    }

    private MapAnswer read(ProcessView process) {
        return commands.map(
                        own -> ProcessMapReader.read(process, MapOptions.ASKING, mappings -> Ask.read(own, mappings)))
                .orElseGet(() -> ProcessMapReader.read(process, MapOptions.OUTSIDE));
    }

    /** /proc/self, because the pid that Java knows is of another namespace where /proc is another's. */
    private static Optional<ProcessView> self(HostView view) {
        Reading<String> link = view.files().link("proc/self");
        return link.content()
                .filter(name -> name.matches("[0-9]{1,9}"))
                .map(name -> ProcessView.readStat(Integer.parseInt(name), view))
                .flatMap(Observation<Optional<ProcessStat>>::intact)
                .flatMap(stat -> stat)
                .map(stat -> new ProcessView(stat, view));
    }

    private static List<Finding> findings(ProcessView process, HostView view) {
        List<Finding> findings = new ArrayList<>();
        for (ProcessCheck check : LayoutChecks.ALL) {
            check.examine(process, view, findings::add);
        }
        return findings;
    }

    private static Optional<ProcessMap> map(MapAnswer answer) {
        return answer instanceof MapAnswer.Mapped mapped ? Optional.of(mapped.map()) : Optional.empty();
    }

    private static String trouble(MapAnswer answer) {
        if (answer instanceof MapAnswer.Unreadable unreadable) {
            return unreadable.remedy().isEmpty()
                    ? unreadable.because()
                    : unreadable.because() + "; would need " + unreadable.remedy();
        }
        if (answer instanceof MapAnswer.NoUserMemory none) {
            return none.because();
        }
        return answer instanceof MapAnswer.Gone gone ? gone.because() : "";
    }
}
