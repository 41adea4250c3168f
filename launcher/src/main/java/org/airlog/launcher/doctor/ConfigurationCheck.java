package org.airlog.launcher.doctor;

import java.util.List;

/** The configuration that this command itself has read. */
record ConfigurationCheck(Deployment deployment) implements Check {

    @Override
    public String name() {
        return ConfigurationJudgement.CHECK;
    }

    @Override
    public List<Finding> look() {
        return ConfigurationJudgement.of(deployment.faults(), deployment.settings());
    }
}
