package dev.plumbline.inspector.jvm.ask;

import dev.plumbline.inspector.owner.Owner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code VM.metaspace vslist}: the ranges reserved for class metadata, first those of all kinds, then, where there is one, the class
 * space's.
 *
 * <p>Sources: {@code VirtualSpaceNode::print_on}, src/hotspot/share/memory/metaspace/virtualSpaceNode.cpp: base and size from 16 on,
 * four addresses (bottom, top, high, end) before.
 */
final class MetaspaceText {

    private static final Pattern CLASS_PART = Pattern.compile("(?m)^ {4,}Class:\\s");

    private static final Pattern NODE =
            Pattern.compile("(?m)^- node #\\d{1,6}: base " + Hex.ADDRESS + ": reserved=(\\d{1,15})\\.00 KB");

    private static final Pattern OLD_NODE = Pattern.compile(
            "(?m)^ {3}\\[" + Hex.ADDRESS + ", " + Hex.ADDRESS + ", " + Hex.ADDRESS + ", " + Hex.ADDRESS + "\\)");

    private MetaspaceText() {}

    static void read(String text, Known known, ClaimCollector.Source claims) {
        int lists = text.indexOf("Virtual space list");
        if (lists < 0) {
            return;
        }
        Matcher classPart = CLASS_PART.matcher(text);
        int classes = classPart.find(lists) ? classPart.start() : text.length();
        Matcher node = NODE.matcher(text);
        while (node.find()) {
            long start = Hex.value(node.group(1));
            claim(claims, start, start + (Long.parseLong(node.group(2)) << 10), node.start() > classes);
        }
        Matcher old = OLD_NODE.matcher(text);
        while (old.find()) {
            claim(claims, Hex.value(old.group(1)), Hex.value(old.group(4)), old.start() > classes);
        }
    }

    private static void claim(ClaimCollector.Source claims, long start, long end, boolean ofClasses) {
        claims.claim(start, end, ofClasses ? Owner.CLASS_SPACE : Owner.METASPACE, "");
    }
}
