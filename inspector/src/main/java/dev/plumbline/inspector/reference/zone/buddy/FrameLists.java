package dev.plumbline.inspector.reference.zone.buddy;

/**
 * Doubly linked lists of frames over one array of ints, in list order as the kernel's own lists are.
 *
 * <p>A frame is on at most one list, free area or per-CPU, so that one pair of links a frame serves them all: 8 bytes. Lists are
 * rings through a sentinel that stands behind the frames in the same array, hence no step tests for an end.
 *
 * <p>Source: list_add(), list_add_tail(), list_del(), include/linux/list.h.
 */
final class FrameLists {

    private final int[] links;
    private final int frames;

    /**
     * @param frames at most 2^30 - 1 - lists
     * @param lists how many lists
     */
    FrameLists(int frames, int lists) {
        this.frames = frames;
        links = new int[2 * (frames + lists)];
        for (int list = 0; list < lists; list++) {
            int head = frames + list;
            links[2 * head] = head;
            links[2 * head + 1] = head;
        }
    }

    private void insert(int frame, int before, int after) {
        links[2 * frame] = after;
        links[2 * frame + 1] = before;
        links[2 * before] = frame;
        links[2 * after + 1] = frame;
    }

    void addFirst(int list, int frame) {
        int head = frames + list;
        insert(frame, head, links[2 * head]);
    }

    void addLast(int list, int frame) {
        int head = frames + list;
        insert(frame, links[2 * head + 1], head);
    }

    void remove(int frame) {
        int after = links[2 * frame];
        int before = links[2 * frame + 1];
        links[2 * before] = after;
        links[2 * after + 1] = before;
    }

    boolean isEmpty(int list) {
        int head = frames + list;
        return links[2 * head] == head;
    }

    /** The first frame; at least {@link #frames} if the list is empty. */
    int first(int list) {
        return links[2 * (frames + list)];
    }

    /** The last frame; at least {@link #frames} if the list is empty. */
    int last(int list) {
        return links[2 * (frames + list) + 1];
    }

    /** The frame after this one; at least {@link #frames} at the end of its list. */
    int next(int frame) {
        return links[2 * frame];
    }

    int frames() {
        return frames;
    }
}
