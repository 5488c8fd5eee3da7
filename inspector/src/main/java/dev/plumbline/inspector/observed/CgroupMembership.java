package dev.plumbline.inspector.observed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code /proc/PID/cgroup}: the control group of a process in each hierarchy, as seen from the reader's cgroup namespace.
 *
 * <p>Source: kernel/cgroup/cgroup.c, proc_cgroup_show: {@code ID:CONTROLLERS:PATH}, the unified hierarchy with ID 0 and no
 * controllers.
 */
public record CgroupMembership(List<Member> members) {

    /**
     * A line.
     *
     * @param hierarchy its number; 0 is the unified one
     * @param controllers their names; empty in the unified hierarchy
     * @param path of the group, beginning with a slash; with {@code /..} where the group lies outside of the reader's namespace
     */
    public record Member(int hierarchy, List<String> controllers, String path, int line) {

        /** Copies the list. */
        public Member {
            controllers = List.copyOf(controllers);
        }
    }

    /** Copies the list. */
    public CgroupMembership {
        members = List.copyOf(members);
    }

    /** Reads the file. */
    public static Parsed<CgroupMembership> parse(SourceText file) {
        ParseNotes notes = ParseNotes.ofLines(file, "ID:CONTROLLERS:PATH");
        List<Member> members = new ArrayList<>();
        List<String> lines = file.lines();
        for (int i = 0; i < lines.size(); i++) {
            String[] fields = lines.get(i).split(":", 3);
            if (fields.length == 3 && fields[0].matches("[0-9]{1,9}") && fields[2].startsWith("/")) {
                List<String> controllers = fields[1].isEmpty() ? List.of() : List.of(fields[1].split(",", -1));
                members.add(new Member(Integer.parseInt(fields[0]), controllers, fields[2], i + 1));
            } else {
                notes.damage(i + 1, lines.get(i), "a number, controllers and a path, separated by colons");
            }
        }
        return notes.with(new CgroupMembership(members));
    }

    /** The group that accounts for memory in the old form, one hierarchy a controller. */
    public Optional<Member> memoryController() {
        return members.stream().filter(m -> m.controllers().contains("memory")).findFirst();
    }

    /** The group in the unified hierarchy. */
    public Optional<Member> unified() {
        return members.stream().filter(m -> m.hierarchy() == 0).findFirst();
    }
}
