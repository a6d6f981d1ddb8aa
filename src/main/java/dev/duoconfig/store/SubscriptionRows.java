package dev.duoconfig.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import dev.duoconfig.resolve.SubscriptionDetails;

/** Reads what responses show of the stored subscription. */
final class SubscriptionRows {

    private static final String SUBSCRIPTION = """
            select license_type, starts_at, expires_at, grace_until, evaluated_at, source, last_sync_at, last_attempt_at, last_error
            from subscription""";

    private static final String ADD_ONS = "select name, quantity, starts_at, expires_on from subscription_add_on";

    private SubscriptionRows() {}

    static SubscriptionDetails read(Connection connection) throws SQLException {
        var addOns = new ArrayList<SubscriptionDetails.AddOn>();
        Rows.each(
                connection,
                ADD_ONS,
                row -> addOns.add(new SubscriptionDetails.AddOn(
                        row.getString(1), row.getInt(2), Rows.instant(row, 3), row.getObject(4, LocalDate.class))));
        return Rows.only(connection, "subscription", SUBSCRIPTION, row -> details(row, addOns));
    }

    private static SubscriptionDetails details(ResultSet row, List<SubscriptionDetails.AddOn> addOns)
            throws SQLException {
        return new SubscriptionDetails(
                row.getString(1),
                Rows.instant(row, 2),
                Rows.instant(row, 3),
                addOns,
                Rows.instant(row, 4),
                Rows.instant(row, 5),
                row.getString(6),
                Rows.instant(row, 7),
                Rows.instant(row, 8),
                row.getString(9));
    }
}
