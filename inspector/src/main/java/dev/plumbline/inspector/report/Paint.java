package dev.plumbline.inspector.report;

/** The few colours of a report, as ECMA-48 SGR parameters. */
public enum Paint {
    RED("1;31"),
    MAGENTA("1;35"),
    YELLOW("1;33"),
    CYAN("1;36"),
    GREEN("1;32"),
    DIM("2");

    private final String parameters;

    Paint(String parameters) {
        this.parameters = parameters;
    }

    /** The text in this colour where the style has colours. */
    public String over(String text, TextStyle style) {
        return style.colour() ? "\u001b[" + parameters + "m" + text + "\u001b[0m" : text;
    }
}
