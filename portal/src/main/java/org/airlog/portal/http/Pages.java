package org.airlog.portal.http;

import org.airlog.portal.page.Page;

/** A page as an answer: no script, no frame, nothing from anywhere else. */
final class Pages {

    private Pages() {}

    static Answer answer(Page page) {
        return Answer.ok("text/html; charset=utf-8", page.html())
                .with("Content-Security-Policy", Page.CONTENT_SECURITY_POLICY);
    }
}
