package dev.duoconfig.diagnosis;

import java.util.List;

import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.secret.SecurityForms;
import jakarta.enterprise.context.ApplicationScoped;

/** Reminds of values that are still stored in the forms of release 0.2. */
@ApplicationScoped
class SecurityFormDiagnosis implements Diagnosis {

    private static final String SUBJECT = "/secrets";

    private final SecurityForms forms;

    SecurityFormDiagnosis(SecurityForms forms) {
        this.forms = forms;
    }

    @Override
    public Part part() {
        return Part.SECRETS;
    }

    @Override
    public List<Finding> findings(Snapshot snapshot) {
        var form = forms.read();
        if (form.complete()) {
            return List.of();
        }
        return List.of(
                form.keysBound()
                        ? Finding.warning(
                                "api_keys_not_bound",
                                SUBJECT,
                                "Some stored API keys are not bound to the server of their model, because they could not be sealed"
                                        + " again.",
                                "Call POST /secrets/rewrap again. Store the keys again that it counts as unreadable.")
                        : Finding.warning(
                                "previous_release_supported",
                                SUBJECT,
                                "Release 0.2 can still run on this database: API keys are not bound to the server of their model,"
                                        + " and audit events have no keyed hash.",
                                "When no instance of release 0.2 is left, call POST /secrets/rewrap."));
    }
}
