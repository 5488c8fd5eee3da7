package dev.plumbline.inspector.reference.zone.buddy;

/**
 * Doubly linked lists of blocks in list order, as the kernel's own lists are.
 *
 * <p>A frame is on at most one list, free area or per-CPU, so that one pair of links a frame serves them all: 8 bytes. Lists are rings
 * through a sentinel, hence no step tests for an end. Links lie in chunks that come into being when a frame of theirs is first listed. Blocks
 * of the highest order have links of their own beside the sentinels, one pair a block: a machine whose memory is all free costs 8 bytes for
 * each of them, and nothing for its frames.
 *
 * <p>Source: list_add(), list_add_tail(), list_del(), include/linux/list.h.
 */
final class FrameLists {

    private static final int CHUNK_SHIFT = 18;
    private static final int CHUNK_MASK = (1 << CHUNK_SHIFT) - 1;

    private final int frames;
    private final int firstSentinel;
    private final int firstBlock;
    private final int maxOrder;
    private final int[][] chunks;

    /**
     * @param frames a multiple of the highest order's block
     * @param lists how many lists
     * @throws IllegalArgumentException if links would not fit an int
     */
    FrameLists(int frames, int lists, int maxOrder) {
        this.frames = frames;
        this.maxOrder = maxOrder;
        long sentinels = (frames + (long) CHUNK_MASK) & ~CHUNK_MASK;
        long nodes = sentinels + lists + (frames >>> maxOrder);
        if (nodes > Integer.MAX_VALUE - CHUNK_MASK) {
            throw new IllegalArgumentException(frames + " frames: more than 31 bits can number");
        }
        firstSentinel = (int) sentinels;
        firstBlock = firstSentinel + lists;
        chunks = new int[(int) (nodes >>> CHUNK_SHIFT) + 1][];
        for (int chunk = firstSentinel >>> CHUNK_SHIFT; chunk < chunks.length; chunk++) {
            chunks[chunk] = new int[2 << CHUNK_SHIFT];
        }
        for (int list = 0; list < lists; list++) {
            int head = firstSentinel + list;
            setNext(head, head);
            setPrevious(head, head);
        }
    }

    private int nextNode(int node) {
        return chunks[node >>> CHUNK_SHIFT][(node & CHUNK_MASK) << 1];
    }

    private int previousNode(int node) {
        return chunks[node >>> CHUNK_SHIFT][((node & CHUNK_MASK) << 1) + 1];
    }

    private void setNext(int node, int next) {
        chunks[node >>> CHUNK_SHIFT][(node & CHUNK_MASK) << 1] = next;
    }

    private void setPrevious(int node, int previous) {
        chunks[node >>> CHUNK_SHIFT][((node & CHUNK_MASK) << 1) + 1] = previous;
    }

    private int nodeOf(int frame, int order) {
        return order == maxOrder ? firstBlock + (frame >>> maxOrder) : frame;
    }

    /** The frame of a node; at least {@link #frames} for a sentinel. */
    private int frameOf(int node) {
        return node < firstBlock ? node : (node - firstBlock) << maxOrder;
    }

    private void insert(int node, int before, int after) {
        int[] chunk = chunks[node >>> CHUNK_SHIFT];
        if (chunk == null) {
            chunk = new int[2 << CHUNK_SHIFT];
            chunks[node >>> CHUNK_SHIFT] = chunk;
        }
        int at = (node & CHUNK_MASK) << 1;
        chunk[at] = after;
        chunk[at + 1] = before;
        setNext(before, node);
        setPrevious(after, node);
    }

    void addFirst(int list, int frame, int order) {
        int head = firstSentinel + list;
        insert(nodeOf(frame, order), head, nextNode(head));
    }

    void addLast(int list, int frame, int order) {
        int head = firstSentinel + list;
        insert(nodeOf(frame, order), previousNode(head), head);
    }

    void remove(int frame, int order) {
        int node = nodeOf(frame, order);
        int[] chunk = chunks[node >>> CHUNK_SHIFT];
        int at = (node & CHUNK_MASK) << 1;
        int after = chunk[at];
        int before = chunk[at + 1];
        setNext(before, after);
        setPrevious(after, before);
    }

    boolean isEmpty(int list) {
        int head = firstSentinel + list;
        return nextNode(head) == head;
    }

    /** The first frame; at least {@link #frames} if the list is empty. */
    int first(int list) {
        return frameOf(nextNode(firstSentinel + list));
    }

    /** The last frame; at least {@link #frames} if the list is empty. */
    int last(int list) {
        return frameOf(previousNode(firstSentinel + list));
    }

    /** The frame after this block; at least {@link #frames} at the end of its list. */
    int next(int frame, int order) {
        return frameOf(nextNode(nodeOf(frame, order)));
    }

    int frames() {
        return frames;
    }
}
