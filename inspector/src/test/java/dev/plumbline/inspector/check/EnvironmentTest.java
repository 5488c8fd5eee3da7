package dev.plumbline.inspector.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.inspector.observed.MemInfo;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Banners and mounts as real containers and guests print them. */
class EnvironmentTest {

    private static final String PLAIN = "proc /proc proc rw,nosuid,nodev,noexec,relatime 0 0\n";
    private static final String DEBIAN =
            "Linux version 6.1.0-50-amd64 (debian-kernel@lists.debian.org) (gcc-12) #1 SMP PREEMPT_DYNAMIC Debian 6.1.176-1\n";

    @ParameterizedTest
    @MethodSource("dev.plumbline.inspector.check.CapturedProcesses#captures")
    void aMachineOfItsOwnIsNothingSpecial(String capture) {
        StoredFiles files =
                StoredFiles.ofCapture(capture, "proc/version", "proc/mounts", "proc/2/", "proc/1/", "proc/self");

        assertThat(Environment.of(new HostView(files))).isEmpty();
    }

    @Test
    void lxcfsStandsBeforeTheFilesItIsMountedOn() {
        HostView host = host(
                DEBIAN,
                PLAIN + "lxcfs /proc/cpuinfo fuse.lxcfs rw,nosuid,nodev,relatime,user_id=0,group_id=0,allow_other 0 0\n"
                        + "lxcfs /proc/meminfo fuse.lxcfs rw,nosuid,nodev,relatime,user_id=0,group_id=0,allow_other 0 0\n"
                        + "lxcfs /var/lib/lxcfs fuse.lxcfs rw,relatime 0 0\n");

        assertThat(Environment.of(host)).singleElement().satisfies(e -> {
            assertThat(e.name()).isEqualTo(Environment.Name.LXCFS);
            assertThat(e.evidence()).isEqualTo(Evidence.at("proc/mounts", 2, "fuse.lxcfs on /proc/cpuinfo"));
            assertThat(e.consequence()).contains("2 files");
        });
        assertThat(Environment.masking(host, "proc/meminfo"))
                .hasValueSatisfying(v -> assertThat(v.because()).contains("lxcfs"));
        assertThat(Environment.masking(host, "proc/zoneinfo")).isEmpty();
    }

    @Test
    void whatLxcfsAnswersIsNotObservable() {
        StoredFiles files = StoredFiles.none()
                .with("proc/meminfo", "MemTotal: 524288 kB\n")
                .with("proc/mounts", PLAIN + "lxcfs /proc/meminfo fuse.lxcfs rw,nosuid,nodev 0 0\n");

        Observation<MemInfo> masked = new HostView(files).text("proc/meminfo", MemInfo::parse);
        Observation<MemInfo> plain =
                new HostView(files.with("proc/mounts", PLAIN)).text("proc/meminfo", MemInfo::parse);

        assertThat(masked.intact()).isEmpty();
        assertThat(masked.whyNot().because()).contains("lxcfs");
        assertThat(masked.whyNot().remedy()).contains("--root");
        assertThat(plain.intact()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Linux version 4.4.0 #1 SMP Sun Jan 10 15:06:54 PST 2016\n",
                "Linux version 4.19.0-gvisor #1 SMP Sun Jan 10 15:06:54 PST 2016\n"
            })
    void gvisorIsKnownByItsBanner(String banner) {
        assertThat(names(host(banner, PLAIN))).containsExactly(Environment.Name.GVISOR);
    }

    @Test
    void anOldKernelIsNotGvisor() {
        String xenial =
                "Linux version 4.4.0-210-generic (buildd@lgw01-amd64-009) (gcc version 5.4.0) #242-Ubuntu SMP\n";

        assertThat(names(host(xenial, PLAIN))).isEmpty();
    }

    @Test
    void wsl2IsKnownByItsRelease() {
        String banner =
                "Linux version 5.15.167.4-microsoft-standard-WSL2 (root@f9c826d3017f) (gcc (GCC) 11.2.0) #1 SMP\n";

        assertThat(names(host(banner, PLAIN))).containsExactly(Environment.Name.WSL2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hidepid=2", "hidepid=invisible", "hidepid=noaccess", "hidepid=ptraceable"})
    void hiddenProcessesAreKnownByTheMount(String option) {
        String mounts = "proc /proc proc rw,nosuid,relatime,%s,gid=27 0 0\n".formatted(option);

        assertThat(Environment.of(host(DEBIAN, mounts))).singleElement().satisfies(e -> {
            assertThat(e.name()).isEqualTo(Environment.Name.HIDEPID);
            assertThat(e.evidence().text()).isEqualTo(option);
        });
        assertThat(names(host(DEBIAN, PLAIN.replace("relatime", "relatime,hidepid=0"))))
                .isEmpty();
    }

    @Test
    void aSecondProcessThatIsNotKthreaddIsInANamespace() {
        StoredFiles files = CapturedProcesses.with(
                StoredFiles.none().with("proc/version", DEBIAN).with("proc/mounts", PLAIN), 2, "nginx", 1, 1, "");

        assertThat(Environment.of(new HostView(files))).singleElement().satisfies(e -> {
            assertThat(e.name()).isEqualTo(Environment.Name.PID_NAMESPACE);
            assertThat(e.evidence().text()).contains("pid 2 is nginx");
        });
    }

    @Test
    void aContainersCgroupTellsWhereNoSecondProcessDoes() {
        StoredFiles files = StoredFiles.none()
                .with("proc/version", DEBIAN)
                .with("proc/mounts", PLAIN)
                .with("proc/1/cgroup", "0::/system.slice/docker-0f3a.scope\n");

        assertThat(names(new HostView(files))).containsExactly(Environment.Name.PID_NAMESPACE);
    }

    private static HostView host(String banner, String mounts) {
        return new HostView(StoredFiles.none().with("proc/version", banner).with("proc/mounts", mounts));
    }

    private static List<Environment.Name> names(HostView host) {
        return Environment.of(host).stream().map(Environment::name).toList();
    }
}
