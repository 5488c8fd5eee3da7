package dev.plumbline.inspector.check.compare;

/**
 * One quantity of a machine.
 *
 * @param kind which
 * @param subject of which part of the machine, such as {@code node 0 DMA32}; empty where there is one of its kind
 * @param value what it is
 */
public record Quantity(QuantityKind kind, String subject, Value value) {

    /** Which quantity of a machine, without its value. */
    public record Key(QuantityKind kind, String subject) {

        /** {@code zone.managed node 0 DMA32}. */
        public String words() {
            return subject.isEmpty() ? kind.id() : kind.id() + " " + subject;
        }
    }

    /** A whole number. */
    static Quantity of(QuantityKind kind, String subject, long number) {
        return new Quantity(kind, subject, new Value.Count(number));
    }

    /** A word or a line. */
    static Quantity of(QuantityKind kind, String subject, String text) {
        return new Quantity(kind, subject, new Value.Text(text));
    }

    /** Which quantity this is. */
    public Key key() {
        return new Key(kind, subject);
    }
}
