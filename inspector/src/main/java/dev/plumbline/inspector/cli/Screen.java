package dev.plumbline.inspector.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A terminal's alternate screen, drawn over and over. What stood on the terminal before is there again afterwards, however the run
 * ends: also when it is interrupted.
 *
 * <p>Sources: xterm's control sequences, DEC private modes 1049 (alternate screen), 25 (cursor), 7 (wrap at the margin).
 */
final class Screen implements AutoCloseable {

    private static final String ENTER = "\u001b[?1049h\u001b[?25l\u001b[?7l";
    private static final String LEAVE = "\u001b[?7h\u001b[?25h\u001b[?1049l";
    private static final String HOME = "\u001b[H";
    private static final String CLEAR_LINE_END = "\u001b[K\n";
    private static final String CLEAR_BELOW = "\u001b[J";

    private final Console console;
    private final Thread onExit = new Thread(this::leave, "screen");
    private boolean left;

    private Screen(Console console) {
        this.console = console;
    }

    /**
     * Enters the alternate screen.
     *
     * @throws Failure if it cannot be written to
     */
    static Screen enter(Console console) throws Failure {
        Screen screen = new Screen(console);
        Runtime.getRuntime().addShutdownHook(screen.onExit);
        console.print(out -> out.write(bytes(ENTER)));
        return screen;
    }

    /**
     * Draws from the top; what stood below is gone.
     *
     * @throws Failure if it cannot be written to
     */
    synchronized void draw(List<String> lines) throws Failure {
        if (!left) {
            String text = HOME + String.join(CLEAR_LINE_END, lines) + "\u001b[K" + CLEAR_BELOW;
            console.print(out -> out.write(bytes(text)));
        }
    }

    @Override
    public void close() {
        leave();
        if (!Thread.currentThread().equals(onExit)) {
            Runtime.getRuntime().removeShutdownHook(onExit);
        }
    }

    private synchronized void leave() {
        if (!left) {
            left = true;
            write(console.out());
        }
    }

    /** Where the terminal has gone there is nothing left to restore. */
    private static void write(OutputStream out) {
        try {
            out.write(bytes(LEAVE));
            out.flush();
        } catch (IOException e) {
            System.getLogger(Screen.class.getName()).log(System.Logger.Level.DEBUG, "the terminal is gone", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
