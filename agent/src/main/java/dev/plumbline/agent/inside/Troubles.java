package dev.plumbline.agent.inside;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What went wrong, a sentence each: the latest of them, since nothing may be printed. Safe for several threads. */
final class Troubles {

    private static final int KEPT = 20;

    private final Deque<String> latest = new ArrayDeque<>();

    synchronized void add(String trouble) {
        if (!latest.contains(trouble)) {
            latest.addLast(trouble);
        }
        if (latest.size() > KEPT) {
            latest.removeFirst();
        }
    }

    synchronized List<String> all() {
        return List.copyOf(latest);
    }
}
