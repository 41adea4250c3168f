package org.airlog.launcher.doctor;

import java.util.List;

/** One thing that is looked at, on a thread of its own and independently of all others. */
interface Check {

    /** Its word in findings. */
    String name();

    /** Looks, and says what it has found; what it throws is told as the reason why it could not. */
    List<Finding> look() throws Exception;
}
