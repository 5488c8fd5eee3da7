package dev.plumbline.inspector.check.compare;

import dev.plumbline.bridge.Reading;
import dev.plumbline.inspector.check.HostView;
import dev.plumbline.inspector.check.Observation;
import dev.plumbline.inspector.observed.SourceText;
import dev.plumbline.inspector.observed.Sysctl;
import dev.plumbline.inspector.observed.TransparentHugepage;
import java.util.List;
import java.util.OptionalLong;

/** Transparent huge pages and the hugetlb pools, of the host and of each node. */
final class HugePageQuantities {

    private static final String THP = "sys/kernel/mm/transparent_hugepage";
    private static final String POOLS = "sys/kernel/mm/hugepages";
    private static final String NODES = "sys/devices/system/node";
    private static final List<String> CHOICES = List.of("enabled", "defrag", "shmem_enabled");
    private static final List<String> NUMBERS = List.of("hpage_pmd_size", "use_zero_page");
    private static final List<String> IN_USE = List.of("free_hugepages", "resv_hugepages", "surplus_hugepages");
    private static final List<String> ASKED = List.of("nr_hugepages", "nr_overcommit_hugepages");

    private HugePageQuantities() {}

    static void read(QuantityList list) {
        for (String file : CHOICES) {
            list.add(QuantityKind.HUGE_PAGES, file, choice(list, THP + "/" + file));
        }
        for (String file : NUMBERS) {
            list.add(QuantityKind.HUGE_PAGES, file, list.line(THP + "/" + file));
        }
        for (String size : list.names(THP)) {
            String path = THP + "/" + size + "/enabled";
            boolean offered = !(list.host().files().read(path) instanceof Reading.Absent);
            if (size.matches("hugepages-[0-9]{1,9}kB") && offered) {
                list.add(QuantityKind.HUGE_PAGES, size + " enabled", choice(list, path));
            }
        }
        for (String file : list.names(THP + "/khugepaged")) {
            String path = THP + "/khugepaged/" + file;
            if (!file.equals("full_scans") && !file.equals("pages_collapsed")) {
                list.add(QuantityKind.HUGE_PAGES_TUNING, "khugepaged " + file, list.line(path));
            }
        }
        pools(list, POOLS, "");
        for (String node : list.names(NODES)) {
            if (node.matches("node[0-9]{1,4}")) {
                pools(list, NODES + "/" + node + "/hugepages", node.replace("node", "node ") + " ");
            }
        }
    }

    private static Value choice(QuantityList list, String path) {
        HostView host = list.host();
        Observation<TransparentHugepage> choices = new Observation<>(
                path, host.files().read(path).map(b -> TransparentHugepage.parse(SourceText.of(path, b))));
        return list.from(choices, t -> new Value.Text(t.selected().orElse("")));
    }

    private static void pools(QuantityList list, String folder, String prefix) {
        for (String size : list.names(folder)) {
            if (size.matches("hugepages-[0-9]{1,9}kB")) {
                pool(list, folder + "/" + size + "/", prefix + size.substring("hugepages-".length()));
            }
        }
    }

    private static void pool(QuantityList list, String folder, String subject) {
        ASKED.forEach(file -> list.add(QuantityKind.HUGETLB_POOL, subject + " " + file, number(list, folder + file)));
        IN_USE.forEach(file -> list.add(QuantityKind.HUGETLB_USE, subject + " " + file, number(list, folder + file)));
    }

    private static OptionalLong number(QuantityList list, String path) {
        return list.host()
                .files()
                .read(path)
                .content()
                .map(bytes -> Sysctl.parseNumber(SourceText.of(path, bytes)))
                .filter(parsed -> parsed.damage().isEmpty())
                .map(parsed -> OptionalLong.of(parsed.value().number()))
                .orElse(OptionalLong.empty());
    }
}
