<?php
/**
 * Named locks of the database server.
 *
 * @package Stet
 */

namespace Stet;

defined( 'ABSPATH' ) || exit;

/**
 * A lock belongs to the request and, should that die, goes with its connection.
 */
final class Lock {
	const WAIT_S = 20;

	/**
	 * Names of the locks held, as keys.
	 *
	 * @var array
	 */
	private static $held = array();

	/**
	 * Hooks.
	 */
	public static function start() {
		// A save by other ways than REST (the classic editor, bulk edit, another plugin) waits its turn, too.
		add_action( 'pre_post_update', array( self::class, 'before_save' ), 1 );
		add_filter( 'rest_post_dispatch', array( self::class, 'after_dispatch' ), 1 );
		add_action( 'shutdown', array( self::class, 'release' ), 1 );
	}

	/**
	 * Takes a lock, once per request.
	 *
	 * @param string $name   What is locked.
	 * @param int    $wait_s How long to wait.
	 * @return bool Whether it is held.
	 */
	public static function take( $name, $wait_s = self::WAIT_S ) {
		global $wpdb;
		if ( isset( self::$held[ $name ] ) ) {
			return true;
		}
		// phpcs:ignore WordPress.DB.DirectDatabaseQuery
		$got = (int) $wpdb->get_var( $wpdb->prepare( 'SELECT GET_LOCK(%s, %d)', self::full_name( $name ), $wait_s ) );
		if ( 1 === $got ) {
			self::$held[ $name ] = true;
		}
		return 1 === $got;
	}

	/**
	 * Lets all go.
	 */
	public static function release() {
		global $wpdb;
		foreach ( array_keys( self::$held ) as $name ) {
			// phpcs:ignore WordPress.DB.DirectDatabaseQuery
			$wpdb->get_var( $wpdb->prepare( 'SELECT RELEASE_LOCK(%s)', self::full_name( $name ) ) );
		}
		self::$held = array();
	}

	/**
	 * Locks belong to the whole server, so the name tells one site from another. At most 64 characters.
	 *
	 * @param string $name What is locked.
	 * @return string
	 */
	private static function full_name( $name ) {
		global $wpdb;
		return 'stet-' . md5( $wpdb->dbname . '/' . $wpdb->prefix . '/' . $name );
	}

	/**
	 * Action pre_post_update.
	 *
	 * @param int $id The post.
	 */
	public static function before_save( $id ) {
		if ( ! Unit::is_open() && POST_TYPE === get_post_type( $id ) ) {
			self::take( 'post-' . $id );
		}
	}

	/**
	 * Filter rest_post_dispatch: the answer is ready.
	 *
	 * @param \WP_REST_Response $response The answer.
	 * @return \WP_REST_Response
	 */
	public static function after_dispatch( $response ) {
		if ( ! Unit::is_open() ) {
			self::release();
		}
		return $response;
	}
}
