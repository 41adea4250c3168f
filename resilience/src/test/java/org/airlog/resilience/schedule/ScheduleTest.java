package org.airlog.resilience.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Test
    void dealsTheSameFaultsForTheSameSeed() {
        var one = new Schedule(42, true);
        var other = new Schedule(42, true);

        assertThat(one.deck()).isEqualTo(other.deck());
        assertThat(one.deck()).isEqualTo(other.deck()).isNotEqualTo(new Schedule(42, true).deck());
        assertThat(new Schedule(43, true).deck()).isNotEqualTo(new Schedule(42, true).deck());
    }

    @Test
    void killsEachProcessFreezesOneCutsOneLinkAndKillsAPairInTheShortDeck() {
        List<Fault> faults =
                new Schedule(1, false).shortDeck().stream().map(Step::fault).toList();

        assertThat(faults).hasSize(9);
        assertThat(faults.stream().mapToInt(Fault::kills).sum()).isEqualTo(8);
        var killed = EnumSet.noneOf(Part.class);
        faults.stream()
                .filter(fault -> fault.kills() == 1)
                .forEach(fault -> killed.addAll(((Fault.Kill) fault).parts()));
        assertThat(killed).containsExactlyInAnyOrder(Part.values());
        assertThat(faults).hasAtLeastOneElementOfType(Fault.Freeze.class).hasAtLeastOneElementOfType(Fault.Storm.class);
    }

    @Test
    void killsFiftyThreeTimesInEachLongDeckWithoutDisks() {
        var schedule = new Schedule(5, false);
        for (int deck = 0; deck < 20; deck++) {
            List<Step> steps = schedule.deck();

            assertThat(steps.stream().mapToInt(step -> step.fault().kills()).sum())
                    .isEqualTo(53);
            assertThat(steps).noneMatch(step -> step.fault() instanceof Fault.FillDisk);
        }
    }

    @Test
    void neverPairsAProcessWithItself() {
        var schedule = new Schedule(9, true);
        for (int deck = 0; deck < 50; deck++) {
            for (Step step : schedule.deck()) {
                if (step.fault() instanceof Fault.Kill kill) {
                    assertThat(kill.parts()).doesNotHaveDuplicates();
                }
            }
        }
    }

    @Test
    void fillsADiskInEachLongDeckWhereItCan() {
        var disks = EnumSet.noneOf(Disk.class);
        var schedule = new Schedule(3, true);
        for (int deck = 0; deck < 20; deck++) {
            schedule.deck().stream()
                    .filter(step -> step.fault() instanceof Fault.FillDisk)
                    .forEach(step -> disks.add(((Fault.FillDisk) step.fault()).disk()));
        }

        assertThat(disks).containsExactlyInAnyOrderElementsOf(Arrays.asList(Disk.values()));
    }
}
