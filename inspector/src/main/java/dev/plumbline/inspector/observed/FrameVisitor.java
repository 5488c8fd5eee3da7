package dev.plumbline.inspector.observed;

/** Receives a file that has one 64-bit word a page frame, in blocks, by rising frame number. */
@FunctionalInterface
public interface FrameVisitor {

    /**
     * One block.
     *
     * @param firstPfn the frame that {@code words[0]} belongs to
     * @param words reused after the call returns
     * @param count how many of the words are valid
     */
    void block(long firstPfn, long[] words, int count);
}
