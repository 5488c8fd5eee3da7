package dev.plumbline.inspector.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.check.map.Grouping;
import dev.plumbline.inspector.check.map.MapSamples;
import dev.plumbline.inspector.check.map.ProcessMap;
import dev.plumbline.inspector.owner.Owner;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class MapTextTest {

    private static final TextStyle TERMINAL = new TextStyle(OptionalInt.of(80), false, false);

    private static String text(ProcessMap map, TextStyle style, boolean gaps) {
        return new MapText(style, Grouping.OWNER, gaps).of(map);
    }

    @Test
    void saysWhoHasWhatAndThenWhere() {
        assertThat(text(MapSamples.jvm().map(), TERMINAL, true)).isEqualTo("""
                pid 4711 java · host plinth · OpenJDK 64-Bit Server VM 17.0.15+6 · collector g1
                  /usr/bin/java -Xmx512m -jar app.jar
                  started 2026-03-01T09:00:00Z · 24 threads · 9 mappings

                owner          reserved committed resident     PSS    swap    huge ranges
                java-heap        512.0M     64.0M    29.3M   14.6M       -       -      2
                library            1.5M      1.5M     956K    478K       -       -      2
                unknown            512K      512K     512K    256K       -       -      1
                thread-stack      1008K     1008K     100K     50K       -       -      1
                mapped-file         64K       64K       8K      4K       -       -      1
                executable           4K        4K       4K      2K       -       -      1
                guard               16K         -        -       -       -       -      1
                total            515.0M     67.0M    30.8M   15.4M       -       -      9

                note: the target's memory is not readable; would need CAP_SYS_PTRACE

                start        perm      size resident  owner          what
                e0000000     rw-p     64.0M    29.3M  java-heap
                e4000000     ---p    448.0M        -  java-heap
                                      85.3T  sparse region
                555555554000 r-xp        4K       4K  executable     java text
                                      41.7T  sparse region
                7f0000000000 ---p       16K        -  guard
                7f0000004000 rw-p     1008K     100K  thread-stack   thread 4712 "main"
                7f0000100000 rwxp      512K     512K  unknown
                                       512K  sparse region
                7f0000200000 x2        1.5M     956K  library        libc.so.6 text, data
                                       532K  sparse region
                7f0000400000 r--s       64K       8K  mapped-file    /srv/a\\x1b[2J.db
                """);
    }

    @Test
    void twoThousandThreadsAreOneLineOnATerminal() {
        ProcessMap map = MapSamples.jvm().threads(2000).map();

        assertThat(text(map, TERMINAL, false))
                .contains("7e0000000000 x2001     2.0G   156.3M  thread-stack   thread 5000 \"w-0\" .. thre..\n");
        assertThat(text(map, TextStyle.PLAIN, false).lines()).hasSizeGreaterThan(4000);
        assertThat(text(map, new TextStyle(OptionalInt.of(120), false, false), false))
                .contains("thread 5000 \"w-0\" .. thread 4712 \"main\", each with guard");
    }

    @Test
    void aLongPathLosesItsBeginning() {
        ProcessMap map = MapSamples.empty()
                .file(0x10000, 64, "r--s", Owner.MAPPED_FILE, "/srv/a/long/way/to/some/data.idx", "/x", 8)
                .map();

        assertThat(text(map, TERMINAL, false))
                .contains("00010000     r--s       64K       8K  mapped-file    ..long/way/to/some/data.idx\n");
        assertThat(text(map, TextStyle.PLAIN, false)).contains("/srv/a/long/way/to/some/data.idx\n");
    }

    @Test
    void filesOfOneFolderSideBySideAreOneLine() {
        MapSamples files = MapSamples.empty();
        for (int i = 0; i < 6; i++) {
            files.file(0x10000 + i * 0x1000, 4, "r--p", Owner.MAPPED_FILE, "/l/C/LC_" + i, "/l/C/LC_" + i, 4);
        }

        assertThat(text(files.map(), TERMINAL, false))
                .contains("00010000     x6         24K      24K  mapped-file    /l/C/LC_0 .. /l/C/LC_5\n");
    }

    @Test
    void pageSizesAreToldByOwner() {
        ProcessMap map = MapSamples.empty()
                .huge(0x10000, 4096, Owner.JAVA_HEAP, 3072, 2048, 0)
                .huge(0x600000, 2048, Owner.ANONYMOUS, 0, 0, 2048)
                .map();

        assertThat(new MapText(TERMINAL, Grouping.PAGESIZE, false).of(map)).contains("""
                owner          resident  base pages  transparent  hugetlb  huge share
                java-heap          3.0M        1.0M         2.0M        -       66.7%
                anonymous             -           -            -     2.0M      100.0%
                total              3.0M        1.0M         2.0M     2.0M       80.0%
                """);
    }

    @Test
    void whatSmapsDidNotTellIsNotZero() {
        String told = text(MapSamples.jvm().withoutUsage().map(), TERMINAL, false);

        assertThat(told).contains("java-heap        512.0M     64.0M        ?       ?       ?       ?      2\n");
        assertThat(told).contains("e0000000     rw-p     64.0M        ?  java-heap\n");
    }

    @Test
    void verboseFoldsNothingAndSaysWhereFrom() {
        assertThat(text(MapSamples.jvm().map(), new TextStyle(OptionalInt.of(80), false, true), false))
                .contains("  read in 40 ms: smaps 20 (the kernel's), parsing 4, pages 3, memory 9, asking 0\n")
                .contains("libc.so.6 text\n             by by hand\n")
                .contains("libc.so.6 data\n");
    }

    @Test
    void aHostileNameCannotColour() {
        assertThat(text(MapSamples.jvm().map(), TextStyle.PLAIN, true)).doesNotContain("\u001b");
    }

    @Test
    void writableCodeIsRedAndTheUnknownYellow() {
        String coloured = text(MapSamples.jvm().map(), new TextStyle(OptionalInt.of(80), true, false), false);
        assertThat(coloured).contains("\u001b[1;31m7f0000100000 rwxp");
    }
}
