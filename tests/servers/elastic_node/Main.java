import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginsLoader;

/** One Elasticsearch node from its jars: a home folder, a node name, then settings as name=value. */
public class Main {
    public static void main(String[] given) throws Exception {
        Path home = Path.of(given[0]);
        System.setProperty("es.path.home", home.toString());
        LogConfigurator.configureESLogging();
        LogConfigurator.setNodeName(given[1]);
        LogConfigurator.registerErrorListener();
        LogConfigurator.loadLog4jPlugins();
        Settings.Builder settings = Settings.builder().put("path.home", home.toString()).put("node.name", given[1]);
        for (int i = 2; i < given.length; i++) {
            String[] pair = given[i].split("=", 2);
            settings.put(pair[0], pair[1]);
        }
        Environment env = InternalSettingsPreparer.prepareEnvironment(
            settings.build(), Map.of(), home.resolve("config"), () -> given[1]);
        LogConfigurator.configure(env, true);
        Node node = new Node(env, PluginsLoader.createPluginsLoader(
            PluginsLoader.loadModulesBundles(env.modulesDir()),
            PluginsLoader.loadPluginsBundles(env.pluginsDir()), Map.of()));
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try { node.close(); } catch (Exception e) { e.printStackTrace(); } finally { ended.countDown(); }
        }));
        node.start();
        ended.await();
    }
}
