package dev.plumbline.inspector.check.machine;

import dev.plumbline.inspector.check.Evidence;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.observed.Sysctl;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The memory blocks below sys/devices/system/memory and the nodes that they are linked from.
 *
 * <p>Source: drivers/base/memory.c (phys_index, state, valid_zones), drivers/base/node.c (the links nodeN and memoryM).
 *
 * @param blocks ascending
 */
record MemoryBlocks(List<Block> blocks) {

    static final String DIRECTORY = "sys/devices/system/memory";

    private static final String NODES = "sys/devices/system/node";
    private static final Pattern BLOCK = Pattern.compile("memory([0-9]{1,9})");
    private static final Pattern NODE = Pattern.compile("node([0-9]{1,4})");
    /** Above what any kernel has: 2 TiB a block. */
    private static final long MOST_BLOCK_BYTES = 1L << 41;

    /**
     * One block.
     *
     * @param node the node that links it; empty where none does, or several
     * @param zone the zone of all its pages, as the block says while it is online; empty where it spans several
     */
    record Block(
            String path,
            long startBytes,
            long endBytes,
            boolean online,
            OptionalInt node,
            boolean severalNodes,
            Optional<String> zone) {

        Evidence evidence() {
            return Evidence.in(path, zone.map(z -> "valid_zones " + z).orElse(online ? "online" : "offline"));
        }
    }

    static MemoryBlocks of(HostView host) {
        return host.once("machine.memory-blocks", () -> new MemoryBlocks(read(host)));
    }

    private static List<Block> read(HostView host) {
        OptionalLong size = hex(host, DIRECTORY + "/block_size_bytes");
        List<Block> blocks = new ArrayList<>();
        if (size.isEmpty() || size.getAsLong() <= 0 || size.getAsLong() > MOST_BLOCK_BYTES) {
            return blocks;
        }
        for (String name : host.files().list(DIRECTORY).content().orElse(List.of())) {
            if (BLOCK.matcher(name).matches()) {
                String path = DIRECTORY + "/" + name;
                OptionalLong index = hex(host, path + "/phys_index");
                if (index.isPresent() && index.getAsLong() < Long.MAX_VALUE / size.getAsLong() - 1) {
                    blocks.add(block(host, path, index.getAsLong() * size.getAsLong(), size.getAsLong()));
                }
            }
        }
        blocks.sort(Comparator.comparingLong(Block::startBytes));
        return blocks;
    }

    private static Block block(HostView host, String path, long start, long size) {
        List<Integer> nodes = host.files().list(path).content().orElse(List.of()).stream()
                .map(NODE::matcher)
                .filter(Matcher::matches)
                .map(m -> Integer.valueOf(m.group(1)))
                .toList();
        return new Block(
                path,
                start,
                start + size,
                text(host, path + "/state").filter("online"::equals).isPresent(),
                nodes.size() == 1 ? OptionalInt.of(nodes.get(0)) : onlyNode(host),
                nodes.size() > 1,
                text(host, path + "/valid_zones").filter(z -> !z.equals("none") && !z.contains(" ")));
    }

    /** Where there is one node, every block is its. */
    private static OptionalInt onlyNode(HostView host) {
        List<String> nodes = host.files().list(NODES).content().orElse(List.of("node0")).stream()
                .filter(name -> NODE.matcher(name).matches())
                .toList();
        return nodes.size() == 1 ? OptionalInt.of(Integer.parseInt(nodes.get(0).substring(4))) : OptionalInt.empty();
    }

    private static Optional<String> text(HostView host, String path) {
        return host.text(path, Sysctl::parseText).intact().map(Sysctl::text);
    }

    private static OptionalLong hex(HostView host, String path) {
        return text(host, path)
                .filter(t -> t.matches("[0-9a-f]{1,15}"))
                .map(t -> OptionalLong.of(Long.parseLong(t, 16)))
                .orElse(OptionalLong.empty());
    }
}
