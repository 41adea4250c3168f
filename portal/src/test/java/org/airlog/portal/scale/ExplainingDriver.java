package org.airlog.portal.scale;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Connects as another driver does, and explains each prepared query before it is run: the very statement, with its values and settings. */
final class ExplainingDriver implements Driver {

    private static final String EXPLAIN = "EXPLAIN (ANALYZE, BUFFERS) ";

    private final Driver driver;
    private final Consumer<Explained> listener;

    /** Tells {@code listener} of what goes by {@code driver}. */
    ExplainingDriver(Driver driver, Consumer<Explained> listener) {
        this.driver = driver;
        this.listener = listener;
    }

    /** A query and how it was run. */
    record Explained(String sql, List<String> plan) {

        Explained {
            plan = List.copyOf(plan);
        }
    }

    @Override
    public @Nullable Connection connect(String url, Properties properties) throws SQLException {
        Connection connection = driver.connect(url, properties);
        if (connection == null) {
            return null;
        }
        return proxy(Connection.class, (proxy, method, arguments) -> {
            Object result = call(connection, method, arguments);
            return result != null && method.getName().equals("prepareStatement") && arguments.length == 1
                    ? explained(connection, (PreparedStatement) result, (String) arguments[0])
                    : result;
        });
    }

    private PreparedStatement explained(Connection connection, PreparedStatement statement, String sql)
            throws SQLException {
        PreparedStatement explaining = connection.prepareStatement(EXPLAIN + sql);
        return proxy(PreparedStatement.class, (proxy, method, arguments) -> {
            if (method.getName().startsWith("set") && method.getParameterCount() > 1) {
                call(explaining, method, arguments);
            } else if (method.getName().equals("executeQuery")) {
                explain(explaining, sql);
            } else if (method.getName().equals("close")) {
                explaining.close();
            }
            return call(statement, method, arguments);
        });
    }

    private void explain(PreparedStatement explaining, String sql) throws SQLException {
        var plan = new ArrayList<String>();
        try (var result = explaining.executeQuery()) {
            while (result.next()) {
                plan.add(result.getString(1));
            }
        }
        listener.accept(new Explained(sql, plan));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    @Override
    public boolean acceptsURL(String url) throws SQLException {
        return driver.acceptsURL(url);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return 1;
    }

    @Override
    public int getMinorVersion() {
        return 0;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }
}
