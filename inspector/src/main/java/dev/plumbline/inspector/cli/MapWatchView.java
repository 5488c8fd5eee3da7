package dev.plumbline.inspector.cli;

import dev.plumbline.inspector.check.map.MapDiff;
import dev.plumbline.inspector.check.map.ProcessMap;
import dev.plumbline.inspector.report.MapWatchText;
import dev.plumbline.inspector.report.TextStyle;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Where the readings of a watched process are seen: a screen that is drawn over, or one block after the other in a pipe. */
final class MapWatchView implements MapWatch.Viewer {

    private final Console console;
    private final Function<Console, MapWatchText> texts;
    private final UnaryOperator<Console> now;
    private final Optional<Screen> screen;
    private List<String> shown = List.of();

    private MapWatchView(
            Console console,
            UnaryOperator<Console> now,
            Function<Console, MapWatchText> texts,
            Optional<Screen> screen) {
        this.console = console;
        this.now = now;
        this.texts = texts;
        this.screen = screen;
    }

    /**
     * Shows a process until it ends. What was seen last stays on the terminal.
     *
     * @param style of what is drawn on a console as it is
     * @return what became of it; empty where it was not seen to end
     */
    static Optional<String> show(MapWatch watch, Console console, Function<Console, TextStyle> style) throws Failure {
        return show(watch, console, Console::asItIsNow, style);
    }

    /**
     * The same.
     *
     * @param now measures the terminal, which may have another size with each reading
     */
    static Optional<String> show(
            MapWatch watch, Console console, UnaryOperator<Console> now, Function<Console, TextStyle> style)
            throws Failure {
        if (console.columns().isEmpty()) {
            MapWatchText blocks = new MapWatchText(style.apply(console), OptionalInt.empty());
            return watch.run(new MapWatchView(console, now, c -> blocks, Optional.empty()));
        }
        Optional<String> became;
        MapWatchView view;
        try (Screen screen = Screen.enter(console)) {
            view = new MapWatchView(console, now, c -> new MapWatchText(style.apply(c), c.rows()), Optional.of(screen));
            became = watch.run(view);
        }
        view.print();
        return became;
    }

    @Override
    public void see(ProcessMap map, MapDiff sinceFirst, MapDiff sinceLast, int readings) throws Failure {
        List<String> lines = texts.apply(now.apply(console)).lines(map, sinceFirst, sinceLast, readings);
        if (screen.isPresent()) {
            shown = lines;
            screen.get().draw(lines);
        } else {
            shown = readings == 1 ? lines : precededByBlank(lines);
            print();
        }
    }

    private static List<String> precededByBlank(List<String> lines) {
        return Stream.concat(Stream.of(""), lines.stream()).toList();
    }

    private void print() throws Failure {
        String lines = String.join("\n", shown) + "\n";
        console.print(out -> out.write(lines.getBytes(StandardCharsets.UTF_8)));
    }
}
