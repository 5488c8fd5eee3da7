package dev.plumbline.inspector.observed.trace;

/** A trace that cannot be what its recorder writes. The message names the line, what stands there and what is allowed. */
public final class DamagedTraceException extends Exception {

    private static final long serialVersionUID = 1L;

    private static final int SHOWN = 80;

    /**
     * @param line 1-based; 0 for the file as a whole
     * @param found the offending text
     * @param allowed what may stand there
     */
    public DamagedTraceException(String path, int line, String found, String allowed) {
        super(
                line > 0
                        ? "%s line %d: found \"%s\", expected %s".formatted(path, line, shorten(found), allowed)
                        : "%s: found %s, expected %s".formatted(path, shorten(found), allowed));
    }

    private static String shorten(String text) {
        return text.length() > SHOWN ? text.substring(0, SHOWN) + " …" : text;
    }
}
