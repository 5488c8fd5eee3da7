package dev.plumbline.inspector.unicorn;

/** What an access did, whoever says so. */
sealed interface Outcome {

    /**
     * It reached memory.
     *
     * @param physical the address
     */
    record Reached(long physical) implements Outcome {
        @Override
        public String toString() {
            return "reached %#x".formatted(physical);
        }
    }

    /**
     * It was refused.
     *
     * @param code as the processor reports it
     * @param address as the processor reports it
     */
    record Refused(long code, long address) implements Outcome {
        @Override
        public String toString() {
            return "refused with %#x at %#x".formatted(code, address);
        }
    }

    /**
     * It led somewhere that has no meaning here: a table that is no memory, or memory that the tables stand in.
     */
    record Elsewhere() implements Outcome {}
}
