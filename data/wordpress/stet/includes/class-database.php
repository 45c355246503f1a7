<?php
/**
 * The plugin's two tables: what changed, and what was answered.
 *
 * @package Stet
 */

namespace Stet;

defined( 'ABSPATH' ) || exit;

/**
 * Makes and keeps the tables.
 *
 * `stet_changes` has one row per article: its version, and its place in the feed of changes. Row 0 holds
 * the last number given. `stet_keys` has one row per Idempotency-Key, with the answer that was given.
 */
final class Database {
	const SCHEMA      = 1;
	const KEEP_DAYS   = 30;
	const PRUNE_EVENT = 'stet_prune_keys';

	/**
	 * Hooks.
	 */
	public static function start() {
		add_action( self::PRUNE_EVENT, array( self::class, 'prune' ) );
		add_action( 'init', array( self::class, 'complete' ), 1 );
	}

	/**
	 * Action init: a new site of a network, or a plugin that was replaced by a newer one, was not activated.
	 */
	public static function complete() {
		if ( (int) get_option( 'stet_schema' ) < self::SCHEMA ) {
			self::set_up();
		}
	}

	/**
	 * The name of a table.
	 *
	 * @param string $name 'changes' or 'keys'.
	 * @return string
	 */
	public static function table( $name ) {
		global $wpdb;
		return $wpdb->prefix . 'stet_' . $name;
	}

	/**
	 * Whether the server has what the plugin's promises rest on: named locks and transactions.
	 *
	 * @return bool
	 */
	public static function is_able() {
		global $wpdb;
		// phpcs:disable WordPress.DB.DirectDatabaseQuery
		$engine = $wpdb->get_var(
			$wpdb->prepare(
				'SELECT ENGINE FROM information_schema.TABLES WHERE TABLE_SCHEMA = %s AND TABLE_NAME = %s',
				$wpdb->dbname,
				$wpdb->posts
			)
		);
		// phpcs:enable
		return 'innodb' === strtolower( (string) $engine );
	}

	/**
	 * Makes the tables, and takes up what happened while the plugin was off.
	 *
	 * @param bool $network Whether it is activated for a whole network.
	 */
	public static function activate( $network = false ) {
		if ( ! self::is_able() ) {
			deactivate_plugins( plugin_basename( dirname( __DIR__ ) . '/stet.php' ) );
			wp_die( esc_html__( 'Stet needs MySQL or MariaDB with InnoDB tables. It was not activated.', 'stet' ), '', array( 'back_link' => true ) );
		}
		self::on_each_site( $network, array( self::class, 'set_up' ) );
	}

	/**
	 * Does something on this site, or on each of a network.
	 *
	 * @param bool     $network Whether on each.
	 * @param callable $work    What to do.
	 */
	private static function on_each_site( $network, $work ) {
		if ( ! $network || ! is_multisite() ) {
			$work();
			return;
		}
		$query = array(
			'fields' => 'ids',
			'number' => 0,
		);
		foreach ( get_sites( $query ) as $blog ) {
			switch_to_blog( $blog );
			$work();
			restore_current_blog();
		}
	}

	/**
	 * All that the plugin needs on a site.
	 */
	private static function set_up() {
		self::create_tables();
		self::take_up();
		add_option( 'stet_site_id', wp_generate_uuid4(), '', 'no' );
		update_option( 'stet_schema', self::SCHEMA, true );
		if ( ! wp_next_scheduled( self::PRUNE_EVENT ) ) {
			wp_schedule_event( time() + DAY_IN_SECONDS, 'daily', self::PRUNE_EVENT );
		}
	}

	/**
	 * The tables, by WordPress's own means.
	 */
	private static function create_tables() {
		global $wpdb;
		require_once ABSPATH . 'wp-admin/includes/upgrade.php';
		$changes = self::table( 'changes' );
		$keys    = self::table( 'keys' );
		$collate = $wpdb->get_charset_collate();
		dbDelta(
			"CREATE TABLE $changes (
				post_id bigint(20) unsigned NOT NULL,
				seq bigint(20) unsigned NOT NULL DEFAULT 0,
				version bigint(20) unsigned NOT NULL DEFAULT 0,
				author bigint(20) unsigned NOT NULL DEFAULT 0,
				uuid varchar(36) NOT NULL DEFAULT '',
				deleted tinyint(1) NOT NULL DEFAULT 0,
				changed_gmt datetime NOT NULL DEFAULT '1970-01-01 00:00:00',
				PRIMARY KEY  (post_id),
				KEY seq (seq),
				KEY uuid (uuid)
			) ENGINE=InnoDB $collate;"
		);
		dbDelta(
			"CREATE TABLE $keys (
				user_id bigint(20) unsigned NOT NULL,
				key_hash char(64) NOT NULL,
				request_hash char(64) NOT NULL DEFAULT '',
				status smallint(5) unsigned NOT NULL DEFAULT 0,
				headers text NOT NULL,
				answer longtext NOT NULL,
				created_gmt datetime NOT NULL DEFAULT '1970-01-01 00:00:00',
				PRIMARY KEY  (user_id,key_hash),
				KEY created_gmt (created_gmt)
			) ENGINE=InnoDB $collate;"
		);
	}

	/**
	 * Every article has a row, and every cursor and version from before is void: nobody counted meanwhile.
	 */
	private static function take_up() {
		global $wpdb;
		$table = self::table( 'changes' );
		// phpcs:disable WordPress.DB
		$wpdb->query( "INSERT IGNORE INTO $table (post_id) VALUES (0)" );
		$wpdb->query( "UPDATE $table SET version = version + 1 WHERE post_id > 0" );
		$wpdb->query(
			$wpdb->prepare(
				"INSERT IGNORE INTO $table (post_id, seq, version, author, changed_gmt)
				SELECT ID, 0, 1, post_author, UTC_TIMESTAMP() FROM $wpdb->posts WHERE post_type = %s AND post_status <> 'auto-draft'",
				POST_TYPE
			)
		);
		$wpdb->query(
			"UPDATE $table c LEFT JOIN $wpdb->posts p ON p.ID = c.post_id SET c.deleted = (p.ID IS NULL OR p.post_status = 'trash'),
			c.author = COALESCE(p.post_author, c.author) WHERE c.post_id > 0"
		);
		$wpdb->query(
			"UPDATE $table c JOIN $wpdb->postmeta m ON m.post_id = c.post_id AND m.meta_key = 'stet_id' SET c.uuid = LEFT(m.meta_value, 36)"
		);
		// Numbers anew, in the order of the ids: unique, and below all that follow.
		$wpdb->query( "UPDATE $table SET seq = post_id WHERE post_id > 0" );
		$last = (int) $wpdb->get_var( "SELECT MAX(seq) FROM $table" );
		$wpdb->query( $wpdb->prepare( "UPDATE $table SET seq = %d WHERE post_id = 0", $last ) );
		// phpcs:enable
		update_option( 'stet_generation', substr( str_replace( '-', '', wp_generate_uuid4() ), 0, 12 ), false );
	}

	/**
	 * Stops what runs by itself. The data stay until the plugin is deleted.
	 *
	 * @param bool $network Whether it is deactivated for a whole network.
	 */
	public static function deactivate( $network = false ) {
		self::on_each_site(
			$network,
			function () {
				wp_clear_scheduled_hook( self::PRUNE_EVENT );
				wp_unschedule_hook( Workflow::PUBLISH_EVENT );
			}
		);
	}

	/**
	 * Forgets old keys.
	 */
	public static function prune() {
		global $wpdb;
		$table = self::table( 'keys' );
		// phpcs:ignore WordPress.DB
		$wpdb->query( $wpdb->prepare( "DELETE FROM $table WHERE created_gmt < %s", gmdate( 'Y-m-d H:i:s', time() - self::KEEP_DAYS * DAY_IN_SECONDS ) ) );
	}
}
